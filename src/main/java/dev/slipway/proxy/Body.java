package dev.slipway.proxy;

import io.vertx.core.buffer.Buffer;

/**
 * A request's body, complete.
 *
 * @param sha256 its hash, lower-case hexadecimal, as SigV4 wants it
 */
record Body(Buffer bytes, String sha256) {}
