package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kind of hosting and what it is given mean for a release. */
class HostingRemarksTests {

  private static final ReleaseSpec PLAIN = SomeReleases.but("{'autoscaling': null}");

  @Test
  void aReleaseWithNothingSpecialNeedsNoWord() {
    assertThat(HostingRemarks.of(null, PLAIN)).isEmpty();
    assertThat(HostingRemarks.of(PLAIN, PLAIN)).isEmpty();
  }

  @Test
  void anImageThatTheRegistryDidNotTellTheDigestOfIsAWarning() {
    ReleaseSpec tagged = SomeReleases.but(PLAIN, "{'image_digest': null}");
    assertThat(HostingRemarks.of(null, tagged))
        .extracting(Remark::code, Remark::severity)
        .containsExactly(tuple("image-without-digest", Severity.WARNING));
    assertThat(HostingRemarks.of(null, tagged).getFirst().message())
        .as("it is not there; one that may not be read is refused before")
        .contains(tagged.imageReference() + ": it had no such image");
    ReleaseSpec further =
        SomeReleases.but(
            PLAIN,
            "{'further_containers': [{'hostname': 'post', 'image': 'post:v1', 'environment':"
                + " {}}]}");
    assertThat(codes(null, further))
        .as("one of several containers is enough")
        .containsExactly("image-without-digest");
  }

  @Test
  void whatAutoscalingWillDownloadAgainIsNamed() {
    assertThat(HostingRemarks.of(null, SomeReleases.article("v1")))
        .singleElement()
        .satisfies(remark -> {
          assertThat(remark.code()).isEqualTo("artifact-is-read-again");
          assertThat(remark.message())
              .contains("s3://ml-models-prod/fraud-detector/v1/model.tar.gz");
        });
  }

  @Test
  void serverlessIsBakedBySlipwayUnlessItTakesAnothersPlace() {
    ReleaseSpec serverless = SomeReleases.serverless("v1");
    assertThat(HostingRemarks.of(null, serverless))
        .singleElement()
        .satisfies(remark -> {
          assertThat(remark.code()).isEqualTo("serverless-has-no-guardrails");
          assertThat(remark.message())
              .as("nothing is watched, and nothing gone back to")
              .endsWith("the first release takes all traffic, and there is none to go back to.");
        });
    assertThat(HostingRemarks.of(serverless, serverless))
        .singleElement()
        .satisfies(remark -> assertThat(remark.message()).contains("for 420 s and goes back"));
    assertThat(codes(PLAIN, serverless)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "999999999999.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2, is in another account's registry",
    "docker.io/library/ml-serving:v2, is in a registry other than ECR",
  })
  void anImageThatServerlessMayNotTakeIsAWarningWhichWayEverItIsReached(String image, String why) {
    ReleaseSpec elsewhere =
        SomeReleases.but(SomeReleases.serverless("v1"), "{'image': '" + image + "'}");
    for (@Nullable ReleaseSpec before : new ReleaseSpec[] {null, PLAIN, elsewhere}) {
      assertThat(HostingRemarks.of(before, elsewhere))
          .filteredOn(remark -> remark.code().equals("serverless-image-elsewhere"))
          .singleElement()
          .satisfies(remark -> {
            assertThat(remark.severity()).isEqualTo(Severity.WARNING);
            assertThat(remark.message()).contains(image, why, "123456789012");
            assertThat(remark.proposal()).contains("image_mappings");
          });
    }
    assertThat(codes(null, SomeReleases.but(PLAIN, "{'image': '" + image + "'}")))
        .as("instances take it")
        .doesNotContain("serverless-image-elsewhere");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          data_capture       | {'data_capture': {'destination': 's3://b/c', 'sampling_percentage': 5, 'captured': ['INPUT']}}
          network            | {'network': {'isolated': true}}
          hosting.kms_key_id | {'hosting': {'kms_key_id': 'alias/ours'}}
          autoscaling        | {'autoscaling': {'min_instances': 1, 'max_instances': 2, 'scale_in_cooldown_seconds': 1, 'scale_out_cooldown_seconds': 1}}
          """)
  void whatAnUpdateTakesAwayIsSaidSinceSageMakerSaysNothing(String what, String had) {
    ReleaseSpec before = SomeReleases.but(PLAIN, had);
    assertThat(HostingRemarks.of(before, PLAIN))
        .singleElement()
        .satisfies(remark -> {
          assertThat(remark.code()).isEqualTo("something-is-taken-away");
          assertThat(remark.severity()).isEqualTo(Severity.WARNING);
          assertThat(remark.message())
              .isEqualTo("The release that serves has " + what + ", and this one has not.");
        });
    assertThat(codes(before, before)).doesNotContain("something-is-taken-away");
    assertThat(codes(PLAIN, before)).doesNotContain("something-is-taken-away");
  }

  private static List<String> codes(@Nullable ReleaseSpec current, ReleaseSpec wanted) {
    return HostingRemarks.of(current, wanted).stream().map(Remark::code).toList();
  }
}
