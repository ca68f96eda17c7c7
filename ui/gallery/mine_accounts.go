package gallery

import (
	"context"

	"hallcheck/checklist"
)

// Account implements settings.Accounts.
func (c crew) Account(ctx context.Context, _ string) (checklist.Account, error) {
	return checklist.Account{Has: true}, answer(ctx, c.state)
}

// SetPassword implements settings.Accounts.
func (crew) SetPassword(context.Context, string, string) error { return nil }

// ResetPassword implements settings.Accounts.
func (crew) ResetPassword(context.Context, string, string) error { return nil }

// SetPasswordRules implements settings.Accounts.
func (crew) SetPasswordRules(context.Context, checklist.PasswordProfile) error { return nil }
