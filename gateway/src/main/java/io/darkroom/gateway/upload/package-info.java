/**
 * Media of tenants: uploads, and inputs submitted with a job. The object store owns them, under the tenant's prefix;
 * the metadata of an upload is stored next to it. The type is detected from the content, never taken from the client.
 * Creation times are set by this gateway's clock.
 */
@NullMarked
package io.darkroom.gateway.upload;

import org.jspecify.annotations.NullMarked;
