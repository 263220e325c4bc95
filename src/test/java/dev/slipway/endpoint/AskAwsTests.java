package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure;
import dev.slipway.cloud.CloudFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AskAwsTests {

  private static final String TEXT = "Slipway has no credentials for AWS just now.";

  @Test
  void whereSlipwayHasNoCredentialsNothingIsSaidOfAwsWhichWasNotAsked() {
    assertThatThrownBy(() -> look(CloudFailure.Kind.NO_CREDENTIALS))
        .isInstanceOfSatisfying(
            Failure.Unavailable.class,
            failure -> {
              assertThat(failure.code()).isEqualTo("aws-unavailable");
              assertThat(failure).hasMessage(TEXT);
            });
  }

  @Test
  void theFailureTellsWhetherAwsWasAsked() {
    assertThatThrownBy(() -> look(CloudFailure.Kind.NO_CREDENTIALS))
        .isInstanceOfSatisfying(
            Failure.Unavailable.class, it -> assertThat(AskAws.asked(it)).isFalse());
    assertThatThrownBy(() -> look(CloudFailure.Kind.THROTTLED))
        .isInstanceOfSatisfying(
            Failure.Unavailable.class, it -> assertThat(AskAws.asked(it)).isTrue());
  }

  @ParameterizedTest
  @EnumSource(CloudFailure.Kind.class)
  void whatMayPassIsUnavailableAndAllElseIsRefused(CloudFailure.Kind kind) {
    CloudFailure failure = failure(kind);
    assertThat(AskAws.unanswered(failure))
        .isInstanceOf(failure.passing() ? Failure.Unavailable.class : Failure.Refused.class)
        .hasMessageContaining(TEXT);
  }

  private static void look(CloudFailure.Kind kind) {
    AskAws.now(() -> {
      throw failure(kind);
    });
  }

  private static CloudFailure failure(CloudFailure.Kind kind) {
    boolean credentials = kind != CloudFailure.Kind.NO_CREDENTIALS;
    return new CloudFailure(
        kind,
        "BatchGetImage",
        new Failure.Aws("ecr", credentials ? "Throttling" : "NoCredentials", null),
        TEXT,
        new IllegalStateException("the SDK's own words"));
  }
}
