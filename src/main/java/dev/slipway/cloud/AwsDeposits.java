package dev.slipway.cloud;

import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** {@link Deposits} over S3. */
record AwsDeposits(Supplier<S3Client> s3) implements Deposits {

  private static final AwsCalls CALLS = new AwsCalls("s3");

  @Override
  public void put(String s3Uri, String contentType, byte[] bytes) {
    ObjectAddress object = ObjectAddress.of(s3Uri);
    CALLS.run(
        "PutObject",
        () ->
            s3.get()
                .putObject(
                    it -> it.bucket(object.bucket()).key(object.key()).contentType(contentType),
                    RequestBody.fromBytes(bytes)));
  }
}
