package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.environment.Profile.ExecutionRole;
import dev.slipway.environment.Profile.Mapping;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolutionTests {

  private static final String REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
  private static final String IMAGE = REGISTRY + "/ml-serving:v2.1.0";
  private static final String DIGEST = "@sha256:" + "ab".repeat(32);
  private static final String ARTIFACT = "s3://ml-models-dev/fraud-detector/v2/model.tar.gz";

  @Test
  void withoutMappingsNothingChanges() {
    assertThat(resolve(profile(null, false), IMAGE)).isEqualTo(new Resolution(IMAGE, ARTIFACT));
  }

  @Test
  void oneVersionGoesToTheArticlesTwoBucketsAndTags() {
    Profile dev = profile("latest", false);
    Profile prod =
        profile(
            null,
            true,
            List.of(new Mapping("s3://ml-models-dev/", "s3://ml-models-prod/")),
            List.of());
    assertThat(resolve(dev, IMAGE))
        .isEqualTo(new Resolution(REGISTRY + "/ml-serving:latest", ARTIFACT));
    assertThat(resolve(prod, IMAGE))
        .isEqualTo(new Resolution(IMAGE, "s3://ml-models-prod/fraud-detector/v2/model.tar.gz"));
  }

  @Test
  void theLongestMappingWins() {
    Profile profile =
        profile(
            null,
            false,
            List.of(
                new Mapping("s3://ml-models-dev/", "s3://short/"),
                new Mapping("s3://ml-models-dev/fraud-detector/", "s3://long/"),
                new Mapping("s3://other/", "s3://never/")),
            List.of(
                new Mapping(REGISTRY + "/", "public.ecr.aws/short/"),
                new Mapping(REGISTRY + "/ml-serving", "public.ecr.aws/long")));
    assertThat(resolve(profile, IMAGE))
        .isEqualTo(new Resolution("public.ecr.aws/long:v2.1.0", "s3://long/v2/model.tar.gz"));
  }

  @ParameterizedTest
  @CsvSource({
    "repo/serving,        repo/serving:v1,     else:v1",
    "repo/serving,        repo/serving,        else",
    "repo/serving,        repo/serving-v2:v1,  repo/serving-v2:v1",
    "repo/serving:v1,     repo/serving:v1,     else",
    "repo/serving:v1,     repo/serving:v1.1,   repo/serving:v1.1",
    "repo/,               repo/serving:v1,     elseserving:v1",
    "repo,                repo/serving:v1,     else/serving:v1",
  })
  void anImagesMappingFitsWholeNamesOnly(String from, String image, String resolved) {
    Profile profile = profile(null, false, List.of(), List.of(new Mapping(from, "else")));
    assertThat(resolve(profile, image).image()).isEqualTo(resolved);
  }

  @ParameterizedTest
  @CsvSource({
    "repo/serving:v1,                 repo/serving:blue",
    "repo/serving,                    repo/serving:blue",
    "localhost:5000/serving,          localhost:5000/serving:blue",
    "localhost:5000/serving:v1,       localhost:5000/serving:blue",
  })
  void theEnvironmentsTagReplacesTheImages(String image, String resolved) {
    assertThat(resolve(profile("blue", true), image).image()).isEqualTo(resolved);
    assertThat(resolve(profile("blue", true), image + DIGEST).image()).isEqualTo(resolved);
  }

  @ParameterizedTest
  @CsvSource({"repo/serving:latest", "repo/serving", "localhost:5000/serving"})
  void anImageThatMovesIsNotPinned(String image) {
    assertThat(Resolution.unpinned("prod", image).orElseThrow())
        .contains("prod pins images", image, "digest");
  }

  @Test
  void anImageByDigestIsPinnedWhateverItsTag() {
    for (String image :
        List.of("repo/serving" + DIGEST, "repo/serving:latest" + DIGEST, "repo/serving:v1")) {
      assertThat(Resolution.unpinned("prod", image)).isEmpty();
    }
  }

  @Test
  void aMappingThatLeadsToNothingUsableIsRefused() {
    Profile noArchive =
        profile(null, false, List.of(new Mapping(ARTIFACT, "s3://other/model.zip")), List.of());
    Profile tooLong =
        profile(null, false, List.of(), List.of(new Mapping(REGISTRY, "r".repeat(250))));
    for (Profile profile : List.of(noArchive, tooLong)) {
      assertThatThrownBy(() -> resolve(profile, IMAGE))
          .isInstanceOfSatisfying(
              Failure.Refused.class,
              refused -> assertThat(refused.code()).isEqualTo("unusable-mapping"));
    }
  }

  private static Resolution resolve(Profile profile, String image) {
    return Resolution.of(profile, "prod", image, ARTIFACT, "/version");
  }

  private static Profile profile(@Nullable String imageTag, boolean pinImages) {
    return profile(imageTag, pinImages, List.of(), List.of());
  }

  private static Profile profile(
      @Nullable String imageTag, boolean pinImages, List<Mapping> artifacts, List<Mapping> images) {
    return new Profile(
        new CloudLocation("123456789012", "us-east-1", null, null),
        new ExecutionRole(null, true, null, null),
        artifacts,
        images,
        imageTag,
        pinImages,
        null,
        new Hosting("ml.c5.xlarge", 2),
        null,
        Preset.ARTICLE.rollout(),
        Preset.ARTICLE.alarms(),
        Map.of(),
        Map.of(),
        10,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
