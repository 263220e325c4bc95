package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.Comparison;
import dev.slipway.endpoint.Consequences.OwnScaling;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which drift a deployment puts right, and which it leaves since it is not Slipway's. */
class PutRightTests {

  private static final ReleaseSpec V1 = SomeReleases.article("v1");
  private static final OwnScaling OWN = new OwnScaling(true, Set.of("ours"));
  private static final OwnScaling NONE = new OwnScaling(false, Set.of());

  @ParameterizedTest
  @ValueSource(
      strings = {"autoscaling", "autoscaling.policies.ours", "autoscaling.scheduled_actions.ours"})
  void scalingThatNoReleaseWantsAnyMoreIsTakenAwayWhereItIsSlipways(String field) {
    Difference added = new Difference(field, null, "there");
    assertThat(right(V1, OWN).again(List.of(added))).containsExactly(added);
    assertThat(right(V1, OWN).onTheWay(SomeReleases.article("v2"), List.of(added)))
        .containsExactly(added);
    assertThat(right(V1, NONE).again(List.of(added))).isEmpty();
    assertThat(right(V1, NONE).onTheWay(SomeReleases.article("v2"), List.of(added))).isEmpty();
  }

  @Test
  void whatIsGoneOrSuspendedIsPutRightWhoeverHasTheRest() {
    List<Difference> found =
        List.of(
            new Difference("autoscaling", "2 to 10", null),
            new Difference("autoscaling.policies.theirs", "as released", null),
            new Difference("autoscaling.suspended", null, "scaling in"),
            new Difference("tags.Environment", "prod", null));
    assertThat(right(V1, NONE).again(found)).isEqualTo(found);
  }

  @Test
  void anAdoptedAlarmIsLeftToItsOwnerAndOneThatCannotBeWrittenAsItIs() {
    AlarmSpec theirs = SomeAlarms.theirs("prod-fraud-detector");
    Difference changed = new Difference("alarms.their-cpu.threshold", "80.0", "77.0");
    ReleaseSpec adopted = SomeAlarms.adopting(theirs);
    assertThat(right(adopted, OWN).again(List.of(changed))).containsExactly(changed);

    PutRight left = new PutRight(SomeEndpoints.made(), adopted, OWN, Set.of(theirs.name()));
    assertThat(left.again(List.of(changed))).isEmpty();
    assertThat(left.onTheWay(adopted, List.of(changed))).isEmpty();

    AlarmSpec band = Patched.with(theirs, "{'comparison': '" + Comparison.BAND + "'}");
    assertThat(right(SomeAlarms.adopting(band), OWN).again(List.of(changed))).isEmpty();
  }

  @Test
  void anAlarmWhoseNameGoesOnWhereAnothersEndsIsNotTakenForThatOne() {
    AlarmSpec theirs = SomeAlarms.theirs("prod-fraud-detector");
    AlarmSpec ours = Patched.with(theirs, "{'name': '" + theirs.name() + ".p99'}");
    Difference gone = Difference.gone("alarms." + ours.name());
    ReleaseSpec adopted = SomeAlarms.adopting(theirs, ours);

    PutRight right = new PutRight(SomeEndpoints.made(), adopted, OWN, Set.of(theirs.name()));
    assertThat(right.again(List.of(gone))).containsExactly(gone);
  }

  private static PutRight right(ReleaseSpec serving, OwnScaling own) {
    return new PutRight(SomeEndpoints.made(), serving, own, Set.of());
  }
}
