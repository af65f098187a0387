/** What runs inside the broker's process: formats the log directory once, then serves. */
package io.darkroom.local.kafka;
