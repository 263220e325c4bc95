package dev.slipway.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A POST handler that honours {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header).
 * The same caller, path, key and body get the first answer again, marked {@code
 * Idempotent-Replayed: true}; see {@link IdempotencyKeys} for what is kept and how long. A dry run
 * ({@code ?dry_run=true}) starts nothing, so its key is ignored.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {}
