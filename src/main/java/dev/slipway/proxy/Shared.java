package dev.slipway.proxy;

import dev.slipway.access.DeniedAttempts;
import dev.slipway.access.FailedAttempts;
import dev.slipway.base.TrustedBalancers;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.SigV4;

/** What all event loops of the proxy share; each part is safe for many threads. */
record Shared(
    KnownCallers callers,
    KnownKeys keys,
    VerifySignature signatures,
    KnownRoutes routes,
    CallerLimits limits,
    ProxyMetrics metrics,
    Recorder recorder,
    SigV4 signer,
    WallClock clock,
    TrustedBalancers balancers,
    FailedAttempts failures,
    DeniedAttempts denials) {}
