package dev.slipway.simulator.operations;

import static dev.slipway.simulator.SimulatorClients.client;

import java.net.URI;
import java.util.List;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/** A client that signs for another service than it calls. */
final class WrongScope {

  private WrongScope() {}

  static StsClient sts(URI simulator) {
    AuthSchemeOption queues =
        AuthSchemeOption.builder()
            .schemeId("aws.auth#sigv4")
            .putSignerProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sqs")
            .putSignerProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
            .build();
    StsClientBuilder builder = StsClient.builder().authSchemeProvider(_ -> List.of(queues));
    return client(builder, simulator);
  }
}
