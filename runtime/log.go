package runtime

import (
	"context"
	"errors"
	"log/slog"
)

// logCalls logs each call, see [WithLogger].
func logCalls(logger *slog.Logger) Interceptor {
	return func(next CallFunc) CallFunc {
		return func(ctx context.Context, info *CallInfo) error {
			err := next(ctx, info)
			outcome := OutcomeOf(err)
			level := slog.LevelError
			switch {
			case outcome == OutcomeOK, outcome == OutcomeErr:
				level = slog.LevelDebug
			case outcome == OutcomeCanceled && errors.Is(err, context.Canceled): // nobody waits for it any more
				level = slog.LevelInfo
			}
			if !logger.Enabled(ctx, level) {
				return err
			}
			attributes := append(info.attributes(),
				slog.String("outcome", string(outcome)),
				slog.Duration("duration", info.Duration()),
				slog.Int("attempts", info.Attempts()),
			)
			if err != nil && outcome != OutcomeErr {
				attributes = append(attributes, slog.String("error", err.Error()))
			}
			logger.LogAttrs(ctx, level, "golem call", attributes...)
			return err
		}
	}
}

// logRetry logs an attempt that failed and will be followed by another one.
func (c *call) logRetry(ctx context.Context, err error) {
	if c.settings.logger == nil || c.info == nil {
		return
	}
	c.settings.logger.LogAttrs(ctx, slog.LevelWarn, "golem call is tried again",
		append(c.info.info.attributes(), slog.Int("attempts", c.attempts), slog.String("error", err.Error()))...)
}
