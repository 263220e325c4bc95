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
    boolean releaseServes) {

  /** The deployment ticks again at once. */
  static Ruling atOnce(Deployment next, @Nullable String event, String summary) {
    return new Ruling(next, event, summary, List.of(), Duration.ZERO, false);
  }

  /** The deployment's step looks again at once; nothing worth recording happened. */
  static Ruling lookAgain(Deployment next) {
    return atOnce(next, null, "");
  }

  /** The deployment ticks no more: it has ended, or a person must look. */
  static Ruling atRest(Deployment next, String event, String summary) {
    return new Ruling(next, event, summary, List.of(), null, false);
  }

  /** The same, but the next tick comes after a pause. */
  Ruling after(Duration pause) {
    return new Ruling(next, event, summary, resources, pause, releaseServes);
  }

  /** The same, with what was made or is gone. */
  Ruling recording(List<ResourceChange> changes) {
    return new Ruling(next, event, summary, changes, wake, releaseServes);
  }

  /** The same, where the release has been proven to serve. */
  Ruling serving() {
    return new Ruling(next, event, summary, resources, wake, true);
  }
}
