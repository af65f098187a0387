/**
 * Models in memory: which models this worker serves, when their networks are loaded and unloaded, and what pipelines may do with them.
 *
 * <p><b>Model.</b> At start-up the {@link io.darkroom.worker.residency.Engine} loads every verified model folder once ({@code
 * ModelLoader}), runs all of its networks ({@code WarmUpCheck}) and measures speed and row invariance ({@link
 * io.darkroom.worker.residency.RowInvarianceCheck}). What was found is kept as long as the worker lives; the networks themselves
 * stay in a {@code ModelCache} with a memory budget and may be unloaded. A {@link io.darkroom.worker.residency.LoadedModel} is the
 * pipelines' view of a model, whatever its layout and whether its networks are in memory.
 *
 * <p><b>Ownership.</b> The engine owns device thread, cache and loader, and closes them. The cache owns the networks; a job
 * acquires them through {@link io.darkroom.worker.residency.Engine#open} and releases them by closing its lease. Networks that are
 * in use are never unloaded, and unloading happens on the device thread, because the last run may still be under way.
 *
 * <p><b>Clock.</b> The injected nanosecond source; the order of use is a counter, not a time.
 *
 * <p><b>Conservative.</b> A model that fails any check is not served, and the reason is logged and shown by the readiness check; the
 * others are served. Memory is counted by the size of the files. An execution provider that is not available stops the
 * start; another one is never used in its place.
 */
@NullMarked
package io.darkroom.worker.residency;

import org.jspecify.annotations.NullMarked;
