package dev.slipway.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/**
 * SageMaker's answer.
 *
 * @param whole the body of a small one; null for one that is still to come (paused), whose end must
 *     be told to {@link Asking#ended} or {@link Asking#abandon}
 */
record Reply(HttpClientResponse head, @Nullable Buffer whole, Asking asking) {}
