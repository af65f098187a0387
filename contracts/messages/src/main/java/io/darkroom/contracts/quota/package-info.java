/** Quotas: how much work a tenant may have in flight, and marks on the jobs that wait for it. Kafka owns both. */
@NullMarked
package io.darkroom.contracts.quota;

import org.jspecify.annotations.NullMarked;
