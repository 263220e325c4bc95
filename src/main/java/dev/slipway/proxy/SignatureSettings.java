package dev.slipway.proxy;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How callers' signatures are verified, {@code slipway.proxy.signatures.*}.
 *
 * @param window how far a caller's clock may be from ours, and for how long a signed request is
 *     good; AWS's is five minutes
 * @param hosts the hosts that may be signed, with a port that is not the scheme's own; empty for
 *     the one in the request, which is what is wanted unless a load balancer rewrites it
 * @param regions the regions that may be signed; empty for every one, since an endpoint's callers
 *     need not know where it lies
 */
@ConfigurationProperties("slipway.proxy.signatures")
record SignatureSettings(
    @DefaultValue("5m") Duration window,
    @DefaultValue List<String> hosts,
    @DefaultValue List<String> regions) {

  private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]{2,20}){1,3}-[0-9]{1,2}");

  /** Whether somebody may sign for the region. */
  boolean allows(String region) {
    return regions.isEmpty() ? REGION.matcher(region).matches() : regions.contains(region);
  }
}
