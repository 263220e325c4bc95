package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.CloudFailure.Kind;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

class AwsFailuresTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | ValidationException   | Could not find endpoint "arn:aws:sagemaker:us-east-1:123456789012:endpoint/x". | NOT_FOUND
          400 | ValidationException   | Could not find endpoint configuration "arn:x".                | NOT_FOUND
          400 | ValidationException   | Cannot create already existing model "arn:x".                 | ALREADY_EXISTS
          400 | ValidationException   | Cannot update in-progress endpoint "arn:x".                   | IN_PROGRESS
          400 | ValidationException   | 1 validation error detected: Value 'X' at 'modelName' failed  | REFUSED
          400 | ValidationError       | Role is not authorized to perform: iam:PassRole               | DENIED
          400 | ResourceLimitExceeded | The account-level service limit 'ml.m5.large for endpoint usage' is 4 Instances | QUOTA
          400 | ThrottlingException   | Rate exceeded                                                 | THROTTLED
          400 | Throttling            | Rate exceeded                                                 | THROTTLED
          503 | SlowDown              | Please reduce your request rate.                              | THROTTLED
          429 | TooManyRequestsException | Too many                                                   | THROTTLED
          400 | AccessDeniedException | User is not authorized to perform: sagemaker:CreateModel      | DENIED
          403 | AccessDenied          | Access denied                                                 | DENIED
          403 | ExpiredToken          | The security token included in the request is expired         | DENIED
          404 | NoSuchEntity          | The role with name x cannot be found.                         | NOT_FOUND
          404 | NoSuchUpload          | The specified upload does not exist.                          | NOT_FOUND
          404 | ResourceNotFound      | Unknown                                                       | NOT_FOUND
          400 | ObjectNotFoundException | No scalable target found                                    | NOT_FOUND
          409 | EntityAlreadyExists   | Role with name x already exists.                              | ALREADY_EXISTS
          409 | LimitExceeded         | Cannot exceed quota for RolesPerAccount: 1000                 | QUOTA
          400 | LimitExceededException | Too many targets                                             | QUOTA
          400 | ConcurrentUpdateException | You already have a pending update                         | IN_PROGRESS
          409 | DeleteConflict        | Cannot delete entity, must delete policies first.             | REFUSED
          500 | InternalFailure       | We are sorry                                                  | UNAVAILABLE
          503 | ServiceUnavailable    | Try later                                                     | UNAVAILABLE
          400 | SomethingNew          | We refuse                                                     | REFUSED
          """)
  void aCodeAndItsTextSayWhatCanBeDone(int status, String code, String text, Kind kind) {
    assertThat(AwsFailures.kindOf(status, code, text)).isEqualTo(kind);
  }

  @Test
  void anAnswerWithoutACodeIsNotTakenForAwsSayingThatAThingIsGone() {
    assertThat(AwsFailures.kindOf(404, "", "<html>Not Found</html>")).isEqualTo(Kind.UNAVAILABLE);
    assertThat(AwsFailures.kindOf(403, "", "")).isEqualTo(Kind.DENIED);
  }

  @Test
  void theFailureKeepsAwsOwnCodeTextAndRequestId() {
    CloudFailure failure =
        AwsFailures.translate(
            "sagemaker",
            "CreateModel",
            sageMaker(
                400, "ValidationException", "Cannot create already existing model \"arn:x\"."));

    assertThat(failure.kind()).isEqualTo(Kind.ALREADY_EXISTS);
    assertThat(failure.operation()).isEqualTo("CreateModel");
    assertThat(failure.text()).isEqualTo("Cannot create already existing model \"arn:x\".");
    assertThat(failure.aws().service()).isEqualTo("sagemaker");
    assertThat(failure.aws().code()).isEqualTo("ValidationException");
    assertThat(failure.aws().requestId()).isEqualTo("4f0a-1");
    assertThat(failure.settling()).isFalse();
    assertThat(failure.asked()).isTrue();
    assertThat(failure.told())
        .isEqualTo(
            "CreateModel answered ValidationException: Cannot create already existing model"
                + " \"arn:x\".");
    assertThat(failure.toldWithRequest())
        .isEqualTo(
            "CreateModel answered ValidationException (request 4f0a-1): Cannot create already"
                + " existing model \"arn:x\".");
  }

  @Test
  void noAnswerLeavesOpenWhetherTheCallTookEffect() {
    CloudFailure lost =
        AwsFailures.translate(
            "sagemaker",
            "UpdateEndpoint",
            SdkClientException.create(
                "Unable to execute HTTP request", new SocketTimeoutException("Read timed out")));
    CloudFailure late =
        AwsFailures.translate(
            "sagemaker", "UpdateEndpoint", ApiCallTimeoutException.create(20_000));

    assertThat(lost.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(lost.passing()).isTrue();
    assertThat(lost.aws().code()).isEqualTo("SocketTimeoutException");
    assertThat(lost.aws().requestId()).isNull();
    assertThat(late.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(late.aws().code()).isEqualTo("ApiCallTimeoutException");
  }

  @Test
  void withoutCredentialsNobodyWasAskedAndNobodyHasRefused() {
    CloudFailure failure =
        AwsFailures.translate(
            "sagemaker",
            "CreateModel",
            SdkClientException.create("Unable to load credentials from any of the providers"));

    assertThat(failure.kind()).isEqualTo(Kind.NO_CREDENTIALS);
    assertThat(failure.passing()).isTrue();
    assertThat(failure.text())
        .contains("Slipway has no credentials", "CreateModel was not asked for")
        .doesNotContain("providers");
    assertThat(failure.asked()).isFalse();
    assertThat(failure.told()).isEqualTo(failure.text());
    assertThat(failure.toldWithRequest()).isEqualTo(failure.text());
  }

  @Test
  void aChangeThatRefersToSomethingAwsDoesNotSeeYetIsSettling() {
    CloudFailure config =
        AwsFailures.translate(
            "sagemaker",
            "CreateEndpoint",
            sageMaker(400, "ValidationException", "Could not find endpoint configuration \"a\"."));
    CloudFailure role =
        AwsFailures.translate(
            "sagemaker",
            "CreateModel",
            sageMaker(400, "ValidationException", "Could not assume role arn:x. Please ensure"));
    CloudFailure gone =
        AwsFailures.translate(
            "sagemaker",
            "DeleteEndpoint",
            sageMaker(400, "ValidationException", "Could not find endpoint \"arn:x\"."));

    assertThat(config.settling()).isTrue();
    assertThat(role.settling()).isTrue();
    assertThat(role.kind()).isEqualTo(Kind.REFUSED);
    assertThat(gone.settling()).isFalse();
  }

  private static SageMakerException sageMaker(int status, String code, String text) {
    return (SageMakerException)
        SageMakerException.builder()
            .statusCode(status)
            .requestId("4f0a-1")
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(text).build())
            .build();
  }
}
