package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component whose fields lie beside the record's own on the wire, not in an object of their own.
 *
 * <p>Jackson reads such a component ({@link JsonUnwrapped} on a creator's parameter, since 2.19), but would write its fields
 * as one block behind the record's own. So it is only read; the accessors of {@link PromptedImage} write the fields, sorted
 * among all others. Its name is one that no message has, so that a field {@code sampling} stays an unknown one.
 */
@JacksonAnnotationsInside
@JsonUnwrapped
@JsonProperty(value = "@sampling", access = JsonProperty.Access.WRITE_ONLY)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@interface Flat {}
