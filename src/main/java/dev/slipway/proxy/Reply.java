package dev.slipway.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/**
 * SageMaker's answer.
 *
 * @param body all of a small one's body, or what has come of a long one's (nothing of a stream's)
 * @param whole whether that is all; if not, the rest is still to come (paused), and its end must be
 *     told to {@link Asking#ended} or {@link Asking#abandon}
 */
record Reply(HttpClientResponse head, Buffer body, boolean whole, Asking asking) {}
