/**
 * Media that tenants bring: uploads, and the inputs of jobs. They lie in the object store under the tenant's prefix; beside an
 * upload lies what is known of it. The type is sniffed, never believed.
 */
@NullMarked
package io.darkroom.gateway.upload;

import org.jspecify.annotations.NullMarked;
