/** Where things lie and how they are written: topics, headers, Redis keys, object keys, the JSON codec. Declared once. */
@NullMarked
package io.darkroom.contracts.wire;

import org.jspecify.annotations.NullMarked;
