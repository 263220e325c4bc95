package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.wire.Calls;
import dev.slipway.testing.ApiServer.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan asks AWS: nothing twice, and nothing that it does not need. */
class PlanLooksTests extends ProdStage {

  private final PlanAndRun run = new PlanAndRun(rehearsal);

  @Test
  void aPlanAsksNothingTwice() {
    rehearsal.live("v1");
    assertThat(looks("{\"to\": \"prod\", \"version\": \"v1\""))
        .as("of the version that serves, which looks at everything")
        .contains("DescribeEndpointConfig", "DescribeScheduledActions")
        .doesNotHaveDuplicates();
    assertThat(looks("{\"to\": \"prod\", \"version\": \"v2\""))
        .contains("DescribeAlarms", "DescribeScalableTargets", "DescribeScalingPolicies")
        .doesNotContain("DescribeScheduledActions")
        .doesNotHaveDuplicates();
    rehearsal.override(
        ENDPOINT, "{\"hosting\": {\"instance_type\": \"ml.m5.xlarge\", \"instance_count\": 2}}");
    assertThat(looks("{\"to\": \"prod\", \"version\": \"v2\""))
        .as("what would go with autoscaling is looked at too")
        .contains("DescribeScheduledActions")
        .filteredOn(operation -> !operation.equals("SimulatePrincipalPolicy"))
        .doesNotHaveDuplicates();
  }

  @Test
  void theTargetsOfAFanOutShareWhatIsTheSameForThemAll() {
    for (String name : List.of("eu", "us")) {
      rehearsal.environment(name);
      run.promoted("v1", name);
    }
    assertThat(looks("{\"targets\": [\"eu\", \"us\"], \"version\": \"v2\""))
        .containsOnlyOnce("HeadObject", "BatchGetImage", "GetServiceQuota")
        .filteredOn("DescribeEndpoint"::equals)
        .hasSize(2);
  }

  /** The calls of a plan; what a process asks once is known before. */
  private List<String> looks(String asked) {
    plan(asked);
    int before = rehearsal.calls().size();
    plan(asked);
    List<Calls.Made> calls = rehearsal.calls();
    return calls.subList(before, calls.size()).stream().map(Calls.Made::operation).toList();
  }

  private void plan(String asked) {
    Answer answer =
        rehearsal
            .api()
            .post(
                "/v1/promotions?dry_run=true",
                asked + ", \"model\": \"fraud-detector\", \"reason\": \"a test\"}");
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    assertThat(answer.http().body()).doesNotContain("\"problem\"");
  }
}
