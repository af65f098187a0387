/** API keys, each of which identifies a tenant. Kafka owns the records; only hashes of keys are stored. */
@NullMarked
package io.darkroom.contracts.tenant;

import org.jspecify.annotations.NullMarked;
