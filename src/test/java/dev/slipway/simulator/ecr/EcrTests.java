package dev.slipway.simulator.ecr;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageTagAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

class EcrTests {

  @AutoClose
  private final Simulator simulator = Simulator.start(SimulatorOptions.builder().build());

  private final EcrClient ecr = client(EcrClient.builder(), simulator.uri());

  @Test
  void aTagStandsForADigestUntilItMoves() {
    ecr.createRepository(r -> r.repositoryName("fraud"));
    String first = put("{\"layers\":1}", "v1");
    assertThat(first).matches("sha256:[0-9a-f]{64}");
    assertThat(digestOf("v1")).isEqualTo(first);

    String second = put("{\"layers\":2}", "v1");

    assertThat(digestOf("v1")).isEqualTo(second).isNotEqualTo(first);
    assertThat(ecr.describeImages(r -> r.repositoryName("fraud")).imageDetails())
        .extracting(ImageDetail::imageDigest)
        .containsExactlyInAnyOrder(first, second);
  }

  @Test
  void manyTagsAreReadAtOnceAndMissingOnesAreNamed() {
    ecr.createRepository(r -> r.repositoryName("fraud"));
    String digest = put("{}", "v1");

    var answer =
        ecr.batchGetImage(
            r -> r.repositoryName("fraud").imageIds(i -> i.imageTag("v1"), i -> i.imageTag("v9")));

    assertThat(answer.images())
        .singleElement()
        .satisfies(image -> assertThat(image.imageId().imageDigest()).isEqualTo(digest));
    assertThat(answer.failures())
        .singleElement()
        .satisfies(failure ->
            assertThat(failure.failureCode()).isEqualTo(ImageFailureCode.IMAGE_NOT_FOUND));
  }

  @Test
  void whatIsMissingIsSaidToBe() {
    assertThatThrownBy(() -> digestOf("v1"))
        .isInstanceOf(RepositoryNotFoundException.class)
        .hasMessageContaining("does not exist in the registry with id '123456789012'");
    ecr.createRepository(r -> r.repositoryName("fraud"));
    assertThatThrownBy(() -> digestOf("v1"))
        .isInstanceOf(ImageNotFoundException.class)
        .hasMessageContaining("{imageDigest:'null', imageTag:'v1'}");
    assertThatThrownBy(() -> ecr.createRepository(r -> r.repositoryName("No Good")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("'repositoryName' failed to satisfy constraint");
  }

  @Test
  void immutableTagsDoNotMove() {
    ecr.createRepository(
        r -> r.repositoryName("fraud").imageTagMutability(ImageTagMutability.IMMUTABLE));
    put("{\"layers\":1}", "v1");

    assertThatThrownBy(() -> put("{\"layers\":2}", "v1"))
        .isInstanceOf(ImageTagAlreadyExistsException.class);
  }

  private String put(String manifest, String tag) {
    return ecr.putImage(r -> r.repositoryName("fraud").imageManifest(manifest).imageTag(tag))
        .image()
        .imageId()
        .imageDigest();
  }

  private String digestOf(String tag) {
    return ecr.describeImages(r -> r.repositoryName("fraud").imageIds(i -> i.imageTag(tag)))
        .imageDetails()
        .getFirst()
        .imageDigest();
  }
}
