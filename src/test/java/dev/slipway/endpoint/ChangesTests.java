package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Plan.Change;
import org.junit.jupiter.api.Test;

/** What differs between two releases, field by field. */
class ChangesTests {

  private static final ReleaseSpec ARTICLE = SomeReleases.article("v1");

  @Test
  void equalReleasesDifferInNothing() {
    assertThat(Changes.between(ARTICLE, SomeReleases.article("v1"))).isEmpty();
  }

  @Test
  void whatChangesIsNamedByItsPathInOrder() {
    ReleaseSpec after =
        SomeReleases.but(
            "{'hosting': {'instance_count': 4, 'kms_key_id': 'alias/ours'}, 'autoscaling': null,"
                + " 'network': {'vpc': {'subnets': ['a', 'b'], 'security_group_ids': ['c']}}}");
    assertThat(Changes.between(ARTICLE, after))
        .containsExactly(
            new Change("autoscaling.max_instances", "10", null),
            new Change("autoscaling.min_instances", "2", null),
            new Change("autoscaling.scale_in_cooldown_seconds", "300", null),
            new Change("autoscaling.scale_out_cooldown_seconds", "60", null),
            new Change("autoscaling.target_invocations_per_instance", "500.0", null),
            new Change("hosting.instance_count", "2", "4"),
            new Change("hosting.kms_key_id", null, "alias/ours"),
            new Change("network.vpc.security_group_ids", null, "[\"c\"]"),
            new Change("network.vpc.subnets", null, "[\"a\",\"b\"]"));
  }

  @Test
  void theFirstReleaseChangesEverything() {
    assertThat(Changes.between(null, ARTICLE))
        .contains(
            new Change("model_version", null, "v1"),
            new Change("hosting.instance_type", null, "ml.c5.xlarge"))
        .allSatisfy(change -> assertThat(change.before()).isNull());
  }

  @Test
  void theValuesOfVariablesMayBeSecretsAndAreNeverShown() {
    ReleaseSpec changed =
        SomeReleases.but("{'container_environment': {'SAGEMAKER_PROGRAM': 'other.py'}}");
    ReleaseSpec added = SomeReleases.but("{'container_environment': {'KEY': 'hunter2'}}");
    String program = "container_environment.SAGEMAKER_PROGRAM";
    assertThat(Changes.between(ARTICLE, changed))
        .containsExactly(new Change(program, "(set)", "(changed)"));
    assertThat(Changes.between(ARTICLE, added))
        .containsExactly(new Change("container_environment.KEY", null, "(changed)"));
    assertThat(Changes.between(added, ARTICLE))
        .containsExactly(new Change("container_environment.KEY", "(set)", null));
  }

  @Test
  void norAreThoseOfContainersFurtherDownThePipeline() {
    ReleaseSpec pipeline =
        SomeReleases.but(
            "{'further_containers': [{'image': 'a/b:c', 'model_data_url': 's3://a/b',"
                + " 'environment': {'KEY': 'hunter2'}}]}");
    assertThat(Changes.between(ARTICLE, pipeline))
        .contains(
            new Change("further_containers.1.environment.KEY", null, "(changed)"),
            new Change("further_containers.1.image", null, "a/b:c"));
    assertThat(Changes.between(pipeline, ARTICLE).toString()).doesNotContain("hunter2");
  }
}
