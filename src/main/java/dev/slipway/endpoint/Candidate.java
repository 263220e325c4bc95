package dev.slipway.endpoint;

import dev.slipway.environment.SmokeRules;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A release that is resolved and not on record yet.
 *
 * @param needsLever whether its environment refuses updates that nothing can stop
 * @param smokeTest what follows from wrong answers to the model's samples; null when no samples are
 *     sent
 * @param carried what it takes along from the environment where its version was before
 */
public record Candidate(
    UUID modelVersionId,
    int environmentRevision,
    ReleaseSpec spec,
    boolean needsLever,
    @Nullable SmokeRules smokeTest,
    Carried carried) {}
