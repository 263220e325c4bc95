package dev.slipway.traffic;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A prediction that a proxy has captured, already redacted.
 *
 * @param capturedAt when it was answered, in wall time
 * @param release the release that answered: its number, or {@code mixed}
 * @param upstreamMs how long SageMaker took
 * @param request the request's body; null when it was left out: too large, no text, or something
 *     that cannot be redacted
 * @param answer the answer's body; null when it was left out for such a reason
 */
public record Captured(
    Instant capturedAt,
    String endpoint,
    String requestId,
    String release,
    String variant,
    String caller,
    int status,
    double upstreamMs,
    @Nullable String requestType,
    @Nullable String request,
    @Nullable String answerType,
    @Nullable String answer,
    int keep) {}
