/**
 * What all HTTP shares: problem details, request ids, JSON, paging, preconditions, idempotency, and
 * the pages that need no token.
 */
@ApplicationModule(allowedDependencies = "base")
@NullMarked
package dev.slipway.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
