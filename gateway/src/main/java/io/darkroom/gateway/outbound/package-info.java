/**
 * Calls to addresses given by tenants: webhooks and input URLs. Such an address could make the gateway call internal services, so each
 * call passes one guard:
 *
 * <ol>
 *   <li>{@code Destination} parses the URL once and rejects every form that two parsers could interpret differently;
 *   <li>{@code OutboundGuard} resolves the host once, with a deadline, and rejects it if <em>any</em> address is in
 *       {@code SpecialRanges};
 *   <li>{@code OkHttpOutbound} connects to the addresses that were checked, under the original host name, follows no redirects, and
 *       limits time and bytes.
 * </ol>
 *
 * <p>Nothing is cached between calls: no resolved address, no result of a check, no connection. A name whose address changes between
 * two tries is checked again. Deadlines use the monotonic clock.
 */
@NullMarked
package io.darkroom.gateway.outbound;

import org.jspecify.annotations.NullMarked;
