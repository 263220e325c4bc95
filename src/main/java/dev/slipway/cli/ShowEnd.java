package dev.slipway.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How something ended or where it stands, and what can be done next. */
final class ShowEnd {

  private final Printer printer;
  private final Paint paint;
  private final Api api;

  ShowEnd(Session session) {
    this.printer = session.printer();
    this.paint = printer.paint();
    this.api = session.api();
  }

  List<String> lines(Course course) {
    Deployment deployment = course.deployment();
    Deployment undone = course.takenBack();
    if (undone != null && deployment != null && deployment.end() == Exit.DONE) {
      return List.of(takenBack(undone, course.end()));
    }
    if (deployment != null) return deployment(deployment, course.end());
    Promotion promotion = course.promotion();
    return promotion == null ? List.of() : promotion(promotion);
  }

  /** It had come to serve before it could be stopped, and the earlier release serves again. */
  private String takenBack(Deployment undone, @Nullable Exit end) {
    return "%s%s: %s is %s. %s%s"
        .formatted(
            mark(end),
            paint.bold(undone.endpoint()),
            undone.brings(),
            undone.undone() == Exit.CANCELED ? "called off" : "rolled back",
            undone.whyUndone(),
            serves(undone));
  }

  private String mark(@Nullable Exit end) {
    return end == Exit.DONE ? paint.good("✓ ") : paint.bad("✗ ");
  }

  private List<String> deployment(Deployment deployment, @Nullable Exit end) {
    String endpoint = paint.bold(deployment.endpoint());
    String mark = mark(end);
    String because = deployment.reason() == null ? "" : " " + deployment.reason();
    List<String> lines = new ArrayList<>();
    switch (deployment.state()) {
      case "SUCCEEDED" ->
          lines.add(
              "%s%s: %s%s".formatted(mark, endpoint, succeeded(deployment), took(deployment)));
      case "ROLLED_BACK" ->
          lines.add(
              "%s%s: %s is rolled back.%s"
                  .formatted(mark, endpoint, deployment.brings(), because + serves(deployment)));
      case "FAILED" ->
          lines.add(
              "%s%s: %s failed.%s"
                  .formatted(mark, endpoint, deployment.brings(), because + serves(deployment)));
      case "CANCELED" ->
          lines.add(
              "%s%s: %s is called off.%s"
                  .formatted(mark, endpoint, deployment.brings(), because + serves(deployment)));
      case "NEEDS_ATTENTION" -> {
        lines.add("%s%s needs a person.%s".formatted(paint.warning("! "), endpoint, because));
        lines.add("  Let it go on:  slipway resume %s --reason '…'".formatted(deployment.id()));
        if (deployment.goesBack()) {
          lines.add(
              "  Or go back:    slipway rollback %s --reason '…'".formatted(deployment.endpoint()));
        }
      }
      default -> {
        lines.add(
            "%s: %s is %s."
                .formatted(endpoint, deployment.brings(), printer.state(deployment.state())));
        lines.add("  Watch it:  slipway watch " + deployment.id());
      }
    }
    if (deployment.reasonPage() != null) {
      lines.add("  " + paint.dim("More: " + api.base() + deployment.reasonPage()));
    }
    return lines;
  }

  private static String succeeded(Deployment deployment) {
    return deployment.kind().equals("RETIRE") ? "retired." : deployment.brings() + " serves.";
  }

  /** What serves after a deployment that brought nothing; what is not known is not claimed. */
  private String serves(Deployment deployment) {
    Endpoint endpoint;
    try {
      endpoint = Endpoint.named(deployment.endpoint(), api);
    } catch (ClientFailure unanswered) {
      // How it ended is known all the same.
      return "";
    }
    if (endpoint.unsettled() != null) return " " + endpoint.unsettled().message();
    Endpoint.Current current = endpoint.currentRelease();
    if (current == null || current.number() == null) return "";
    return " Release %d serves%s."
        .formatted(
            current.number(), current.number().equals(deployment.previousRelease()) ? "" : " now");
  }

  private static String took(Deployment deployment) {
    return deployment.finishedAt() == null
        ? ""
        : " It took %s."
            .formatted(Span.of(Duration.between(deployment.createdAt(), deployment.finishedAt())));
  }

  List<String> promotion(Promotion promotion) {
    List<String> lines = new ArrayList<>();
    String endpoint = paint.bold(promotion.endpoint());
    switch (promotion.outcome()) {
      case "NO_CHANGES" ->
          lines.add(
              "%s%s: no changes, %s serves already."
                  .formatted(paint.good("✓ "), endpoint, promotion.version()));
      case "REFUSED" ->
          lines.add(
              "%s%s: refused. %s"
                  .formatted(paint.bad("✗ "), endpoint, String.valueOf(promotion.refusal())));
      case "CANCELED" ->
          lines.add("%s%s: the promotion is called off.".formatted(paint.bad("✗ "), endpoint));
      case "PENDING_APPROVAL" -> {
        lines.add(
            "%s%s: %s waits for its gates."
                .formatted(paint.warning("! "), endpoint, promotion.version()));
        new ShowPlan(printer).gates(promotion.verdicts()).forEach(line -> lines.add("  " + line));
        promotion.putOffLine().ifPresent(line -> lines.add("  " + line));
        lines.add("  Approve it:  slipway approve %s --reason '…'".formatted(promotion.id()));
        lines.add("  Watch it:    slipway watch " + promotion.id());
      }
      case "WAITING" -> {
        lines.add(
            "%s: %s begins once deployment %s is undone."
                .formatted(endpoint, promotion.version(), String.valueOf(promotion.supersedes())));
        promotion.putOffLine().ifPresent(line -> lines.add("  " + line));
        lines.add("  Watch it:  slipway watch " + promotion.id());
      }
      default -> {
        String id = promotion.deployment() == null ? promotion.id() : promotion.deployment().id();
        lines.add("%s: %s is being deployed.".formatted(endpoint, promotion.version()));
        lines.add("  Watch it:  slipway watch " + id);
      }
    }
    return lines;
  }
}
