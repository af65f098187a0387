package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record component whose fields are written inline on the wire, not as a nested object.
 *
 * <p>Jackson reads such a component ({@link JsonUnwrapped} on a creator's parameter, since 2.19), but would write its
 * fields as one block after the record's own. So this property is read-only for Jackson; the accessors of {@link
 * PromptedImage} write the fields, sorted among all others. No message contains the property name, so a field {@code
 * sampling} is still treated as unknown.
 */
@JacksonAnnotationsInside
@JsonUnwrapped
@JsonProperty(value = "@sampling", access = JsonProperty.Access.WRITE_ONLY)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@interface Flat {}
