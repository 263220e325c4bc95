package dev.slipway.proxy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The proxy's settings, {@code slipway.proxy.*}.
 *
 * @param address the address to listen on; absent for all of the machine's (local mode sets
 *     loopback)
 * @param port the port to listen on; 0 lets the system choose
 * @param listeners event loops, each with its own share of connections; 0 for one per core
 * @param maxBody the largest request body; SageMaker's own limit for real-time endpoints is 25 MB
 * @param bodyMemory how much all bodies being read or sent may hold together; absent for a quarter
 *     of the heap
 * @param headTimeout how long a connection may be without a whole request head: the first one, and
 *     after each answer the next
 * @param readTimeout how long a request's body may take to arrive
 * @param deadline how long SageMaker may take to the end of its answer, retries and an endpoint
 *     that stands in included (a stream: to its beginning, and again between two parts); its own
 *     limit for a container is 60 s
 * @param connectTimeout how long a connection to SageMaker may take to open
 * @param connections connections to one SageMaker address at most; one endpoint has three quarters
 * @param waiting requests of one endpoint that may wait for one of them
 * @param retries how often one request is repeated at most, budget permitting
 * @param routesEvery how often the routes are read anew
 * @param depositsEvery how often captures are put into S3, those of an endpoint in one object
 * @param notice how long it goes on to serve at the end, while the process says that it is not
 *     ready
 * @param drain how long requests in flight may take to finish after that
 */
@ConfigurationProperties("slipway.proxy")
record ProxySettings(
    @Nullable String address,
    @DefaultValue("8081") int port,
    @DefaultValue("0") int listeners,
    @DefaultValue("25MB") DataSize maxBody,
    @Nullable DataSize bodyMemory,
    @DefaultValue("75s") Duration headTimeout,
    @DefaultValue("60s") Duration readTimeout,
    @DefaultValue("65s") Duration deadline,
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("1024") int connections,
    @DefaultValue("2048") int waiting,
    @DefaultValue("2") int retries,
    @DefaultValue("1s") Duration routesEvery,
    @DefaultValue("10s") Duration depositsEvery,
    @DefaultValue("5s") Duration notice,
    @DefaultValue("15s") Duration drain) {

  /** How many event loops serve. */
  int loops() {
    return listeners > 0 ? listeners : Runtime.getRuntime().availableProcessors();
  }

  /** The part of {@link #bodyMemory} that one event loop may hold; never less than one body. */
  long bodyMemoryPerLoop() {
    long all = bodyMemory != null ? bodyMemory.toBytes() : Runtime.getRuntime().maxMemory() / 4;
    return Math.max(all / loops(), maxBody.toBytes());
  }

  /**
   * The part of {@link #bodyMemoryPerLoop} for signed bodies that are not read and verified yet: a
   * half, but never less than one body.
   */
  long claimedMemoryPerLoop() {
    return Math.max(bodyMemoryPerLoop() / 2, maxBody.toBytes());
  }
}
