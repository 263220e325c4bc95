package dev.slipway.cloud;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where containers reach out to.
 *
 * @param vpc the private network that they are attached to; null for none
 * @param isolated true: containers can reach nothing at all, not even S3; null otherwise
 */
public record Network(@Nullable Vpc vpc, @Nullable Boolean isolated) {

  /** False is the same as absent. */
  public Network {
    if (Boolean.FALSE.equals(isolated)) isolated = null;
  }

  /** Whether it says anything that SageMaker would not do anyway. */
  public boolean plain() {
    return vpc == null && isolated == null;
  }

  /**
   * A private network (VpcConfig).
   *
   * @param subnets 1–16 subnet ids
   * @param securityGroupIds 1–5 security group ids
   */
  public record Vpc(List<String> subnets, List<String> securityGroupIds) {}
}
