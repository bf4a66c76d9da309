package runtime

import (
	"context"
	"fmt"
	"strconv"
)

// Servers of 1.4 distinguish the revisions of a component from the deployed one: an uploaded
// revision has no effect before it is deployed. According to their public sources, a new worker
// runs the revision in the current deployment of its environment, but the answer to its
// creation names the latest revision.

// askDeployed asks for the deployed revision of the component.
func (w *Worker) askDeployed(ctx context.Context, s *settings) (*componentVersion, error) {
	newest, err := w.askComponent(ctx, s)
	if err != nil || newest.environment == "" {
		return newest, err
	}
	deployment, err := w.currentDeployment(ctx, s, newest.environment)
	if err != nil {
		return nil, err
	}
	return w.client.componentAt(ctx, s, "/v1/envs/", newest.environment, "/deployments/", deployment, "/components/", newest.name)
}

// currentDeployment returns the revision of an environment's current deployment.
func (w *Worker) currentDeployment(ctx context.Context, s *settings, environment string) (string, error) {
	var answer struct {
		CurrentDeployment *struct{ DeploymentRevision uint64 }
	}
	if err := w.client.ask(ctx, s, w.client.base.at("/v1/envs/", environment), "", unmarshalInto(&answer)); err != nil {
		return "", err
	}
	if answer.CurrentDeployment == nil {
		return "", fmt.Errorf("the environment %s of the component has no deployment: deploy the component", environment)
	}
	return strconv.FormatUint(answer.CurrentDeployment.DeploymentRevision, 10), nil
}
