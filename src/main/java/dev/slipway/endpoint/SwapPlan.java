package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.endpoint.Plan.Call;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.Planner.Question;
import dev.slipway.endpoint.Planner.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The plan of an update between instances and serverless, which takes a SageMaker endpoint of its
 * own under the same stable name.
 */
final class SwapPlan {

  private static final String OTHERS = "alarms-of-others";

  private SwapPlan() {}

  static List<Remark> remarks(Endpoint endpoint, ReleaseSpec wanted, Way way) {
    String old = endpoint.physicalName();
    List<Remark> remarks = new ArrayList<>();
    remarks.add(
        new Remark(
            Severity.NOTE,
            "endpoint-is-replaced",
            (wanted.hosting().serverless() == null
                    ? "SageMaker would turn serverless into instances, but never back. "
                    : "SageMaker does not turn instances into serverless. ")
                + "Slipway makes a second endpoint "
                + made(endpoint)
                + " beside "
                + old
                + ", proves it, and switches the route of "
                + endpoint.name()
                + " to it: no request is lost. All traffic moves at once, without SageMaker's"
                + " guardrails"
                + (way == Way.FORWARD ? "; Slipway watches the rollback alarms itself" : "")
                + ". "
                + old
                + " stands for at least "
                + bakeSeconds(wanted, way)
                + " s more, both are paid for, and until then predictions are switched back within"
                + " seconds; then it is deleted, and the way back is another such deployment.",
            null));
    remarks.add(
        new Remark(
            Severity.WARNING,
            "direct-callers-must-follow",
            "Who asks SageMaker for "
                + old
                + " directly, past Slipway's proxy, must use the new name. Slipway keeps "
                + old
                + " as long as CloudWatch shows requests there, an hour at most, and then asks a"
                + " person.",
            "Let applications ask the proxy for " + endpoint.name() + "."));
    if (wanted.hosting().serverless() == null) {
      remarks.add(
          new Remark(
              Severity.NOTE,
              "fleet-begins-as-released",
              "The fleet begins with "
                  + wanted.hosting().count()
                  + " instances"
                  + (wanted.autoscaling() == null
                      ? "."
                      : ", and autoscaling follows the traffic as soon as it is switched."),
              "Set hosting.instance_count to what the traffic needs."));
    }
    return remarks;
  }

  /**
   * The remark on adopted alarms that the claim left to their owners: only the owners can have them
   * watch the new endpoint.
   *
   * @throws Refused {@code alarms-of-others} where the swap is not urgent
   */
  static Optional<Remark> others(Question question) {
    if (question.othersAlarms().isEmpty()) return Optional.empty();
    String why =
        "Of the adopted alarms, these are not on record as Slipway's, since something else uses"
            + " them too or somebody else made them: "
            + String.join(", ", new TreeSet<>(question.othersAlarms()))
            + ". Slipway does not have what others own watch the endpoint that takes the place of "
            + question.endpoint().physicalName()
            + ".";
    if (question.way() == Way.FORWARD) {
      throw Refused.field(
          OTHERS,
          "/alarms/adopted",
          why
              + " Set alarms.adopted to null in the endpoint's overrides: the environment's paging"
              + " alarms take the place of all that were adopted.");
    }
    return Optional.of(
        new Remark(
            Severity.WARNING, OTHERS, why, "Have their owners make them watch the new name."));
  }

  /** How long the old endpoint stands at least, in seconds: longer than any alarm needs to fire. */
  static int bakeSeconds(ReleaseSpec wanted, Way way) {
    int drain = Math.toIntExact(Bakes.DRAIN.toSeconds());
    return way == Way.FORWARD ? Math.max(Bakes.ownSeconds(wanted), drain) : drain;
  }

  /**
   * The calls of a swap, which follow the calls that make model and configuration. The old endpoint
   * goes with the calls that collect.
   *
   * @param calls the calls that make model and configuration; the others are added to them
   */
  static List<Call> calls(Question question, List<Call> calls) {
    Endpoint endpoint = question.endpoint();
    ReleaseSpec wanted = question.wanted();
    Endpoint next = endpoint.at(made(endpoint));
    if (question.way() == Way.FORWARD) calls.addAll(PlannedAlarms.rollback(endpoint));
    calls.add(new Call("sagemaker", "CreateEndpoint", next.physicalName()));
    AlarmSet.paging(next, wanted, Map.of()).stream()
        .map(AlarmSpec::name)
        .filter(name -> !question.othersAlarms().contains(name))
        .forEach(name -> calls.add(PlannedAlarms.put(name)));
    calls.addAll(new PlannedCalls(next, null, Drifted.NOTHING).scaling(wanted));
    calls.addAll(question.collecting());
    return calls;
  }

  private static String made(Endpoint endpoint) {
    return Names.replacements(endpoint.name());
  }
}
