package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cloud.Artifacts.Artifact;
import dev.slipway.cloud.Artifacts.Copy;
import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies between buckets, one change at a time. */
class AwsCopiesTests {

  private static final int MIB = 1 << 20;

  /** S3's smallest part. */
  private static final AwsCopies.Sizes SMALL = new AwsCopies.Sizes(6 * MIB, 5 * MIB, 80);

  private Simulator simulator;
  private AnyAws aws;

  @BeforeEach
  void start() {
    simulator = Simulator.start(SimulatorOptions.builder().build());
    aws = new AnyAws(simulator.uri());
    aws.putBucket("the-source");
    aws.putBucket("the-target");
  }

  @AfterEach
  void stop() {
    aws.close();
    simulator.close();
  }

  private AwsCopies copies() {
    return new AwsCopies(aws::s3, SMALL);
  }

  private Copy copy(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    aws.putObject("the-source", "a model+1.tar.gz", content);
    Artifact source = find("s3://the-source/a model+1.tar.gz");
    return new Copy(
        source.s3Uri(), source.eTag(), source.fingerprint(), "s3://the-target/x/m.tar.gz");
  }

  private Artifact find(String url) {
    return aws.cloud().artifacts().find(url).orElseThrow();
  }

  @Test
  void aSmallObjectIsCopiedInOneCallWithItsChecksum() {
    Copy copy = copy(1000);
    copies().copyOn(copy);
    Fingerprint copied = find(copy.target()).fingerprint();
    assertThat(copied.sha256()).isNotNull().isEqualTo(copy.fingerprint().sha256());
    assertThat(copied.contradicts(copy.fingerprint())).isFalse();
  }

  @Test
  void aLargeObjectIsCopiedInPartsAndTakenUpWhereItStands() {
    Copy copy = copy(12 * MIB);
    List<String> done = new ArrayList<>();
    while (aws.cloud().artifacts().find(copy.target()).isEmpty()) {
      // Each time by somebody who knows nothing of the steps before.
      done.add(copies().copyOn(copy));
    }
    assertThat(done)
        .hasSize(5)
        .last()
        .asString()
        .isEqualTo("Joined the 3 parts of s3://the-target/x/m.tar.gz.");
    Fingerprint copied = find(copy.target()).fingerprint();
    assertThat(copied.sizeBytes()).isEqualTo(12 * MIB);
    assertThat(copied.crc64nvme()).isNotNull();
    assertThat(copied.contradicts(copy.fingerprint())).isFalse();
  }

  @Test
  void nothingElseIsCopiedThanWhatWasMeant() {
    Copy small = copy(1000);
    aws.putObject("the-source", "a model+1.tar.gz", new byte[] {1});
    assertThatThrownBy(() -> copies().copyOn(small)).isInstanceOf(CloudFailure.class);
    assertThat(aws.cloud().artifacts().find(small.target())).isEmpty();
  }

  @Test
  void aCopyThatIsGivenUpLeavesNoParts() {
    Copy copy = copy(12 * MIB);
    copies().copyOn(copy);
    copies().copyOn(copy);
    copies().abandon(copy);
    assertThat(aws.s3().listMultipartUploads(it -> it.bucket("the-target")).uploads()).isEmpty();
    copies().abandon(copy);
  }
}
