package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images as SageMaker is given them, and releases with what is known to run. */
class ReleasedContainerTests {

  @ParameterizedTest
  @CsvSource({
    "serving:v1,                     serving@sha256:d",
    "serving,                        serving@sha256:d",
    "localhost:5000/serving:v1,      localhost:5000/serving@sha256:d",
    "localhost:5000/serving,         localhost:5000/serving@sha256:d",
    "registry/a/serving@sha256:old,  registry/a/serving@sha256:d",
    "registry/serving:v1@sha256:old, registry/serving@sha256:d",
    "s:v,                            s@sha256:d",
  })
  void anImageIsGivenByTheDigestThatItsTagMeant(String image, String reference) {
    assertThat(container(image, "sha256:d").imageReference()).isEqualTo(reference);
    assertThat(container(image, "sha256:d").container().image()).isEqualTo(reference);
  }

  @Test
  void withoutADigestItIsGivenAsItIs() {
    assertThat(container("serving:v1", null).imageReference()).isEqualTo("serving:v1");
  }

  @Test
  void aReleaseTakesTheDigestsThatAreKnownToRun() {
    ReleaseSpec spec =
        SomeReleases.but(
            "{'image': 'first:v1', 'image_digest': null, 'further_containers':"
                + " [{'image': 'second:v1', 'environment': {}},"
                + " {'image': 'third:v1', 'image_digest': 'sha256:c', 'environment': {}}]}");
    assertThat(spec.running(Map.of("first:v1", "sha256:a", "second:v1", "sha256:b")).containers())
        .extracting(ReleasedContainer::imageReference)
        .containsExactly("first@sha256:a", "second@sha256:b", "third@sha256:c");
    ReleaseSpec alone = SomeReleases.article("v1");
    assertThat(alone.running(Map.of())).isEqualTo(alone);
  }

  @Test
  void onAnotherTypeAReleaseIsTheSameOtherwise() {
    ReleaseSpec article = SomeReleases.article("v1");
    assertThat(article.on("ml.m5.xlarge"))
        .isEqualTo(SomeReleases.but("{'hosting': {'instance_type': 'ml.m5.xlarge'}}"));
    assertThat(article.on("ml.m5.xlarge").contentHash()).isNotEqualTo(article.contentHash());
  }

  private static ReleasedContainer container(String image, @Nullable String digest) {
    return new ReleasedContainer(null, image, digest, "s3://b/m", "etag", null, Map.of());
  }
}
