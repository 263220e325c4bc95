package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SageMaker's reason and a container's lines come to. */
class StartFailureCauseTests {

  private static final String PING =
      "The primary container for production variant primary did not pass the ping health check."
          + " Please check CloudWatch logs for this endpoint.";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MISSING_MODULE   | ModuleNotFoundError: No module named 'torch'
          MISSING_MODULE   | ImportError: libGL.so.1: cannot open shared object file
          MISSING_MODULE   | java.lang.ClassNotFoundException: com.acme.Handler
          OUT_OF_MEMORY    | torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB
          OUT_OF_MEMORY    | MemoryError
          OUT_OF_MEMORY    | Killed
          PERMISSION       | botocore.exceptions.ClientError: An error occurred (AccessDenied)
          PERMISSION       | PermissionError: [Errno 13] Permission denied: '/opt/ml/model'
          MODEL_UNREADABLE | FileNotFoundError: [Errno 2] No such file: '/opt/ml/model/model.pth'
          MODEL_UNREADABLE | cannot load model.json of s3://b/k: no scorer
          IMAGE            | exec /usr/bin/serve: exec format error
          IMAGE            | exec: "serve": executable file not found in $PATH
          PORT_IN_USE      | OSError: [Errno 98] Address already in use
          PROGRAM_FAILED   | ValueError: the moon is in the wrong house
          PROGRAM_FAILED   | panic: runtime error: index out of range
          PING_REFUSED     | 169.254.178.2 - "GET /ping HTTP/1.1" 503 -
          TOO_SLOW         | no answer to GET /ping within 480 s of the start
          NO_ANSWER        | Loading shard 3 of 8
          """)
  void aPingThatFailedIsExplainedByWhatTheContainerWrote(StartFailureCause cause, String line) {
    List<String> lines = List.of("starting", line, "bye");
    assertThat(StartFailureCause.of(PING, lines)).isEqualTo(cause);
    assertThat(cause.wayOut()).isNotEmpty();
    if (cause != StartFailureCause.NO_ANSWER) assertThat(cause.evidence(lines)).contains(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MODEL_DOWNLOAD | Failed to download model data for container "primary" from URL: "s3://b/k".
          IMAGE          | Failed to pull image 1234.dkr.ecr.us-east-1.amazonaws.com/a:b
          NO_CAPACITY    | Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error.
          QUOTA          | The account-level service limit 'ml.g5.xlarge for endpoint usage' is 2 Instances
          UNKNOWN        | Request to service failed.
          """)
  void whatSageMakerSaysItselfNeedsNoLog(StartFailureCause cause, String reason) {
    assertThat(StartFailureCause.of(reason, List.of())).isEqualTo(cause);
  }
}
