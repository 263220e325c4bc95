package dev.slipway.cloud;

import org.jspecify.annotations.Nullable;

/**
 * A variant without instances of one's own (ServerlessConfig).
 *
 * @param memoryMb 1024, 2048, 3072, 4096, 5120 or 6144
 * @param maxConcurrency how many invocations at once, 1–200
 * @param provisionedConcurrency how many of those are kept warm, at most {@code maxConcurrency};
 *     null for none
 */
public record Serverless(
    int memoryMb, int maxConcurrency, @Nullable Integer provisionedConcurrency) {}
