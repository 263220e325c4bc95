package dev.slipway.rollout;

import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.ContainerLogs;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Redaction;
import dev.slipway.endpoint.Release;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the end of the containers' log once, when SageMaker says that a fleet did not come up. That
 * a log cannot be read is said, and does not change how the deployment ends.
 */
final class Diagnosing {

  private static final int MOST_LINES = 50;
  private static final int LONGEST_LINE = 500;

  /** How long CloudWatch Logs may take to show the last lines that the containers wrote. */
  private static final Duration INGESTION = Duration.ofSeconds(60);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  /**
   * How often in a row CloudWatch Logs may fail to answer. After that the deployment ends without
   * the log.
   */
  private static final int MOST_FAILURES = 3;

  private Diagnosing() {}

  /** Looks at the log; empty when that was done before. */
  static Optional<Outcome> once(StepContext context, LiveEndpoint live, Sight sight) {
    if (context.memory().diagnosis() != null) return Optional.empty();
    String reason = live.failureReason() == null ? "" : live.failureReason();
    String endpoint = context.endpoint().physicalName();
    List<ContainerLogs.Line> lines = List.of();
    String unread = null;
    try {
      lines = context.cloud().logs().tail(endpoint, context.deployment().createdAt(), MOST_LINES);
      boolean early = context.now().isBefore(live.lastModifiedAt().plus(INGESTION));
      if (lines.isEmpty() && early) {
        return Optional.of(
            new Outcome.Waiting(
                LOOK_AGAIN, "CloudWatch Logs to show what the containers wrote last", sight));
      }
      if (lines.isEmpty()) unread = "The containers have written nothing.";
    } catch (CloudFailure failure) {
      if (failure.passing() && context.memory().pace().failures() < MOST_FAILURES) throw failure;
      unread = unread(failure);
    }
    Diagnosis diagnosis = of(context, reason, lines, unread);
    return Optional.of(
        new Outcome.Examined(
            "container.diagnosed",
            diagnosis.sentence(),
            context.memory().diagnosed(diagnosis),
            null,
            sight));
  }

  /** A reason with what the log has shown. */
  static String with(StepContext context, String reason) {
    Diagnosis diagnosis = context.memory().diagnosis();
    if (diagnosis == null || diagnosis.cause() == StartFailureCause.UNKNOWN) return reason;
    return reason + " " + diagnosis.sentence() + " " + diagnosis.wayOut();
  }

  /**
   * SageMaker's reason of a failure. Secrets are taken out, since it may quote what a container was
   * given or wrote.
   */
  static String failure(StepContext context, LiveEndpoint live) {
    return redaction(context).clean(String.valueOf(live.failureReason()));
  }

  /** Of what the containers of what is brought, and of what serves, are given. */
  static Redaction redaction(StepContext context) {
    Release release = context.release();
    Release previous = context.previous();
    return Redaction.of(
            release == null ? null : release.spec(), previous == null ? null : previous.spec())
        .sparing(context.onTheOld().endpoint());
  }

  private static Diagnosis of(
      StepContext context, String reason, List<ContainerLogs.Line> lines, @Nullable String unread) {
    Redaction redaction = redaction(context);
    List<Diagnosis.Line> kept =
        lines.stream()
            .map(line ->
                new Diagnosis.Line(line.stream(), line.at(), cut(redaction.clean(line.message()))))
            .toList();
    List<String> messages = kept.stream().map(Diagnosis.Line::message).toList();
    StartFailureCause cause = StartFailureCause.of(reason, messages);
    String evidence = cause.evidence(messages).map(String::strip).orElse(null);
    return new Diagnosis(
        cause,
        cause.meaning() + (evidence == null ? "" : " The log says: " + evidence),
        evidence,
        cause.wayOut(),
        ContainerLogs.group(context.endpoint().physicalName()),
        kept,
        unread,
        context.now());
  }

  private static String unread(CloudFailure failure) {
    return switch (failure.kind()) {
      case NOT_FOUND -> "There is no log group: no container has come so far as to write anything.";
      case DENIED ->
          "Slipway may not read it ("
              + failure.text()
              + "): allow logs:DescribeLogStreams and logs:GetLogEvents.";
      case HELD_BACK, NO_CREDENTIALS -> "CloudWatch Logs was not asked: " + failure.text();
      case ALREADY_EXISTS, IN_PROGRESS, THROTTLED, UNAVAILABLE, QUOTA, REFUSED ->
          "CloudWatch Logs did not tell: " + failure.text();
    };
  }

  private static String cut(String line) {
    String printable = line.replaceAll("\\p{Cntrl}", " ").stripTrailing();
    return printable.length() <= LONGEST_LINE
        ? printable
        : printable.substring(0, LONGEST_LINE) + "…";
  }
}
