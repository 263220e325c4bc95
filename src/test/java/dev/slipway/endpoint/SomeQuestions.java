package dev.slipway.endpoint;

import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Planner.Question;
import dev.slipway.endpoint.Planner.Way;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a planner is asked, and what is read in its answer. */
final class SomeQuestions {

  private static final ExistingResources NOTHING_EXISTS =
      new ExistingResources(false, null, false, false, "prod-fraud-detector-m-0123456789ab");

  private SomeQuestions() {}

  static Question of(
      @Nullable ReleaseSpec current, @Nullable LiveEndpoint live, ReleaseSpec wanted, Way way) {
    return of(current, live, null, wanted, way);
  }

  /** The same of a fleet that is enlarged before the update. */
  static Question of(
      @Nullable ReleaseSpec current,
      @Nullable LiveEndpoint live,
      @Nullable Integer enlarged,
      ReleaseSpec wanted,
      Way way) {
    return new Question(
        SomeEndpoints.made(),
        current == null ? null : SomeReleases.release(1, current),
        live,
        enlarged,
        wanted,
        null,
        way,
        List.of(),
        Set.of(),
        false,
        NOTHING_EXISTS,
        OptionalInt.empty(),
        List.of());
  }

  /** The calls of a plan with what they are made on. */
  static List<String> operations(Plan plan) {
    return plan.calls().stream().map(call -> call.operation() + " " + call.subject()).toList();
  }

  /** The codes of what is remarked. */
  static List<String> codes(Plan plan) {
    return plan.remarks().stream().map(Remark::code).toList();
  }

  /** The update of what serves, the article's release of v1, on two instances. */
  static Question update(ReleaseSpec wanted) {
    return of(SomeReleases.article("v1"), SomeEndpoints.live(2), wanted, Way.FORWARD);
  }

  /** The paging alarms that are put, without the endpoint's name. */
  static List<String> paging(Question question) {
    String put = "PutMetricAlarm prod-fraud-detector-";
    return operations(Planner.plan(question)).stream()
        .filter(call -> call.startsWith(put) && !call.contains("-r…"))
        .map(call -> call.substring(put.length()))
        .toList();
  }
}
