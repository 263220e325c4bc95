package dev.slipway.endpoint;

import dev.slipway.endpoint.Plan.Call;
import dev.slipway.endpoint.Plan.ExpectedSeconds;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.Plan.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plans of stopping an update and of taking an endpoint away. Pure, like the planner. */
final class PlannedRemoval {

  private PlannedRemoval() {}

  /** The plan of stopping a running update by its abort alarm. */
  static Plan abort(Endpoint endpoint, Release restored) {
    return restoring(
        endpoint,
        restored,
        List.of(AbortLever.published()),
        new Remark(
            Severity.NOTE,
            "update-is-aborted",
            "The running update is aborted. Before its first bake the release before it serves"
                + " all the time; in a bake SageMaker moves all traffic back within a minute."
                + " If the update ends first, a deployment of the release before it follows by"
                + " itself.",
            null),
        new ExpectedSeconds(0, 0, 60));
  }

  /**
   * The plan of calling an update off that SageMaker has not been asked for, or has gone back from:
   * what was made for it goes, and autoscaling that its preparation had changed is put back.
   */
  static Plan takingAway(Endpoint endpoint, Release restored) {
    return restoring(
        endpoint,
        restored,
        List.of(),
        new Remark(
            Severity.NOTE,
            "attempt-is-taken-away",
            "SageMaker has not been asked for the running update, or has gone back from it"
                + " already: the release before it serves, what was made for the update is"
                + " deleted, and autoscaling that was changed for it is put back. No other"
                + " deployment follows.",
            null),
        new ExpectedSeconds(0, 0, 0));
  }

  /**
   * The plan of taking an update back that is over, or that cannot be stopped: a deployment of the
   * earlier release follows it.
   */
  static Plan takingBack(Endpoint endpoint, Release restored, Plan running) {
    int provisioning = running.expectedSeconds().provisioning();
    return restoring(
        endpoint,
        restored,
        List.of(),
        new Remark(
            Severity.WARNING,
            AbortLever.CODE,
            "Once SageMaker has begun the running update, nothing can stop it: the new release"
                + " serves until a deployment of the release before it, which follows by"
                + " itself, is through.",
            null),
        new ExpectedSeconds(provisioning, 0, provisioning));
  }

  /**
   * The plan of switching back to the endpoint that another one was to replace.
   *
   * @param second the replacing endpoint; null while it does not exist
   */
  static Plan switchingBack(Endpoint endpoint, Release restored, @Nullable String second) {
    return restoring(
        endpoint,
        restored,
        second == null ? List.of() : List.of(new Call("sagemaker", "DeleteEndpoint", second)),
        new Remark(
            Severity.NOTE,
            "swap-is-taken-back",
            "The endpoint that served before stands yet. "
                + (second == null
                    ? "What was made for the other one is deleted."
                    : "Where predictions go to "
                        + second
                        + " already, they are switched back within seconds; then that one is"
                        + " deleted."),
            null),
        new ExpectedSeconds(0, 0, 60));
  }

  /** The plan of a rollback that is asked for once more: it goes on as it was announced. */
  static Plan goingOn(Endpoint endpoint, Release restored, Plan running) {
    return restoring(
        endpoint,
        restored,
        List.of(),
        new Remark(
            Severity.NOTE,
            "rollback-runs",
            "A rollback to this release runs already. It goes on, and no other one is begun.",
            null),
        running.expectedSeconds());
  }

  /** The plan of anything after which a release serves that has served before, unchanged. */
  private static Plan restoring(
      Endpoint endpoint,
      Release restored,
      List<Call> calls,
      Remark remark,
      ExpectedSeconds seconds) {
    return Plan.of(
        endpoint.name(),
        new Target(restored.number(), restored.spec().modelVersion(), restored.contentHash()),
        List.of(),
        calls,
        List.of(remark),
        seconds,
        false);
  }

  /**
   * The plan of taking everything away, in AWS's order.
   *
   * @param retiring the calls that do it
   */
  static Plan retirement(Endpoint endpoint, @Nullable Release current, List<Call> retiring) {
    if (!endpoint.ours()) return forgetting(endpoint, current);
    String name = endpoint.name();
    List<Remark> remarks = new ArrayList<>();
    remarks.add(
        new Remark(
            Severity.WARNING,
            "predictions-end",
            "Predictions to " + name + " are answered with 404 once the endpoint is gone.",
            null));
    if (retiring.stream().anyMatch(call -> call.operation().equals("DeleteRole"))) {
      remarks.add(
          new Remark(
              Severity.NOTE,
              "role-goes-later",
              "The execution role is deleted an hour after the rest, since SageMaker hands back"
                  + " what it was granted with it some time after the endpoint is gone; unless the"
                  + " endpoint is deployed again by then.",
              null));
    }
    return Plan.of(
        name,
        nothing(current),
        List.of(),
        retiring,
        remarks,
        new ExpectedSeconds(0, 0, 120),
        false);
  }

  /**
   * The plan for an endpoint that was imported and never claimed: it is only forgotten, since it is
   * not Slipway's.
   */
  private static Plan forgetting(Endpoint endpoint, @Nullable Release current) {
    return Plan.of(
        endpoint.name(),
        nothing(current),
        List.of(),
        List.of(),
        List.of(
            new Remark(
                Severity.WARNING,
                "nothing-is-deleted",
                "The endpoint was imported and never claimed: Slipway forgets it and leaves "
                    + endpoint.physicalName()
                    + " in AWS as it is. The record of "
                    + endpoint.name()
                    + " is then as it was before the import, its overrides too, and a promotion may"
                    + " bring a release there.",
                null)),
        new ExpectedSeconds(0, 0, 0),
        false);
  }

  /** No release any more, in the place of the one that serves; null for none. */
  private static Target nothing(@Nullable Release current) {
    return new Target(
        null,
        current == null ? "none" : current.spec().modelVersion(),
        current == null ? "" : current.contentHash());
  }
}
