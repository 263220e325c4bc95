package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Alone, since it reads the log. */
@Isolated
@ExtendWith(OutputCaptureExtension.class)
class CredentialsTests {

  private boolean there;

  @Test
  void whatWasTriedForCredentialsStandsInTheLogOnceUntilThereAreSomeAgain(CapturedOutput output) {
    AwsCredentialsProvider keys = Credentials.telling(this::resolve);
    for (int i = 0; i < 3; i++) assertThatThrownBy(keys::resolveCredentials).hasMessage("tried it");
    assertThat(told(output)).isEqualTo(1);

    there = true;
    assertThat(keys.resolveCredentials().accessKeyId()).isEqualTo("AKIA");
    there = false;
    assertThatThrownBy(keys::resolveCredentials).hasMessage("tried it");
    assertThat(told(output)).isEqualTo(2);
  }

  private AwsCredentials resolve() {
    if (!there) throw SdkClientException.create("tried it");
    return AwsBasicCredentials.create("AKIA", "secret");
  }

  private static int told(CapturedOutput output) {
    return output.toString().split("Slipway has no credentials for AWS: tried it", -1).length - 1;
  }
}
