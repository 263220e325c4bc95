package dev.slipway.cli;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A deployment, as far as people are shown it. */
record Deployment(
    String id,
    String endpoint,
    String kind,
    String state,
    @Nullable String step,
    @Nullable String waitingFor,
    @Nullable String reasonCode,
    @Nullable String reasonPage,
    @Nullable String reason,
    @Nullable List<Fleet> fleets,
    @Nullable Integer release,
    @Nullable Integer previousRelease,
    @Nullable Abort abort,
    @Nullable String compensatedBy,
    @Nullable String retriedBy,
    String requestedBy,
    String requestedReason,
    @Nullable Plan plan,
    Instant createdAt,
    @Nullable Instant finishedAt) {

  record Fleet(
      String side,
      @Nullable Integer release,
      @Nullable Integer instances,
      @Nullable Integer trafficPercent) {}

  /** The decision to undo it. */
  record Abort(String cause, String reason, String by) {

    /** Whether somebody wanted it undone, though nothing was found to speak against it. */
    boolean wished() {
      return switch (cause) {
        case "PERSON", "SUPERSEDED" -> true;
        default -> false;
      };
    }
  }

  /** How it ended, though another deployment had to take it back. */
  Exit undone() {
    return abort == null || abort.wished() ? Exit.CANCELED : Exit.ROLLED_BACK;
  }

  /** Why it was to be undone, as a whole sentence; empty where nothing says so. */
  String whyUndone() {
    if (abort == null) return "";
    String why = abort.wished() ? abort.by() + ": " + abort.reason() : abort.reason();
    return why.endsWith(".") ? why : why + ".";
  }

  /** How it ended; null while it runs. */
  @Nullable Exit end() {
    return switch (state) {
      case "SUCCEEDED" -> Exit.DONE;
      case "ROLLED_BACK" -> takenBackByWish() ? Exit.CANCELED : Exit.ROLLED_BACK;
      case "FAILED" -> Exit.FAILED;
      case "CANCELED" -> Exit.CANCELED;
      case "NEEDS_ATTENTION" -> Exit.NEEDS_ATTENTION;
      default -> null;
    };
  }

  /**
   * Whether it was rolled back only since somebody wanted something else, which says nothing about
   * the version. An alarm speaks against it, whatever was decided besides.
   */
  private boolean takenBackByWish() {
    return abort != null && abort.wished() && !"rollback-alarm-fired".equals(reasonCode);
  }

  /** Whether a rollback of its endpoint leads out of it. */
  boolean goesBack() {
    return kind.equals("PROMOTE") || kind.equals("ROLL_BACK");
  }

  /** The version that it brings, where the plan says so. */
  String version() {
    return plan == null || plan.release() == null ? "" : plan.release().modelVersion();
  }

  /** {@code release 2 (v2)}. */
  String brings() {
    String version = version();
    if (release == null) return version;
    return "release " + release + (version.isEmpty() ? "" : " (" + version + ")");
  }

  /** Who gets how much of the traffic; empty while one fleet gets all. */
  String traffic() {
    if (fleets == null || fleets.size() < 2) return "";
    return String.join(
        "  ",
        fleets.stream()
            .map(fleet ->
                "%s release %s: %s %% on %s instances"
                    .formatted(
                        fleet.side().equals("BLUE") ? "old" : "new",
                        shown(fleet.release()),
                        shown(fleet.trafficPercent()),
                        shown(fleet.instances())))
            .toList());
  }

  private static String shown(@Nullable Integer number) {
    return number == null ? "?" : number.toString();
  }
}
