package dev.slipway.rollout;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an outcome.
 *
 * @param next the deployment's next value
 * @param event the history event's type, or null when nothing worth recording happened
 * @param summary the event's sentence
 * @param wake when to tick again, from now in cloud time; null for never
 * @param releaseServes the release has been proven to serve: make it current
 */
record Ruling(
    Deployment next,
    @Nullable String event,
    String summary,
    List<ResourceChange> resources,
    @Nullable Duration wake,
    boolean releaseServes) {}
