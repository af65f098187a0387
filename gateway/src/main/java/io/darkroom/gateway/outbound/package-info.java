/**
 * Calls to addresses that a tenant named: webhooks and input URLs. Whoever names an address could make the gateway call
 * its own neighbours, so each call goes through one guard:
 *
 * <ol>
 *   <li>{@code Destination} reads the URL once and refuses every form that two parsers could read differently;
 *   <li>{@code OutboundGuard} resolves the host once, with a deadline, and refuses if <em>any</em> address is in
 *       {@code SpecialRanges};
 *   <li>{@code OkHttpOutbound} dials the very addresses that were checked, under the original host name, follows no
 *       redirect, and bounds time and bytes.
 * </ol>
 *
 * <p>Nothing is remembered between calls: no resolved address, no verdict, no connection. A name that changes its address
 * between two tries is checked again.
 */
@NullMarked
package io.darkroom.gateway.outbound;

import org.jspecify.annotations.NullMarked;
