package io.darkroom.gateway.submit;

import io.darkroom.gateway.upload.MediaType;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The role of an input medium, which determines the accepted types. */
enum MediaUse {
    STILL("an image must be PNG, JPEG or WebP", EnumSet.of(MediaType.PNG, MediaType.JPEG, MediaType.WEBP)),
    MASK("a mask must be PNG or WebP, which can be lossless", EnumSet.of(MediaType.PNG, MediaType.WEBP)),
    CLIP(
            "a clip must be MP4, GIF, or animated WebP or PNG",
            EnumSet.of(MediaType.MP4, MediaType.GIF, MediaType.WEBP, MediaType.PNG));

    /** Input fields that refer to media. */
    private static final Map<String, MediaUse> FIELDS = fields();

    private final String rule;
    private final Set<MediaType> types;

    MediaUse(String rule, Set<MediaType> types) {
        this.rule = rule;
        this.types = types;
    }

    private static Map<String, MediaUse> fields() {
        Map<String, MediaUse> fields = new LinkedHashMap<>();
        fields.put("image", STILL);
        fields.put("mask", MASK);
        fields.put("clip", CLIP);
        fields.put("truth", CLIP);
        return fields;
    }

    /** By field name, in the order in which they are resolved. */
    static Map<String, MediaUse> byField() {
        return FIELDS;
    }

    boolean accepts(MediaType type) {
        return types.contains(type);
    }

    /** The accepted types, as a sentence to which the actual type can be appended. */
    String rule() {
        return rule;
    }
}
