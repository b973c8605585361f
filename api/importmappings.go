package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"diming/importers"
)

func (s *Server) mappingRoutes(rs routes) {
	who, item := mayEither(runImport, keepShelters), "/v1/import-mappings/{name}"
	get(rs, who, "/v1/import-mappings", "Mappings of headings that are kept by name", s.importMappings)
	get(rs, who, item, "One mapping", s.importMapping)
	operate(rs, who, huma.Operation{Method: http.MethodPut, Path: item, Summary: "Keep a mapping under a name"}, s.saveMapping,
		Example{Path: "/v1/import-mappings/walk", Body: `{"as":"places","fields":{"名字":"name"}}`})
	operate(rs, who, huma.Operation{Method: http.MethodDelete, Path: item, Summary: "Drop a mapping", DefaultStatus: http.StatusNoContent}, s.deleteMapping)
}

// MappingBody is a mapping of headings to fields.
type MappingBody struct {
	Name   string            `json:"name" readOnly:"true"`
	As     importers.Kind    `json:"as" enum:"places,divisions,shelters,officers,policies"`
	Fields importers.Mapping `json:"fields"`
	Saved  time.Time         `json:"saved_at" readOnly:"true"`
}

func mappingBody(m importers.SavedMapping) MappingBody {
	return MappingBody{Name: m.Name, As: m.As, Fields: m.Fields, Saved: m.Saved}
}

// MappingParam names a mapping in the address.
type MappingParam struct {
	Lang string `query:"lang" enum:"zh,en"`
	Name string `path:"name" maxLength:"100"`
}

func (s *Server) mappings() *importers.Mappings { return &importers.Mappings{DB: s.DB} }

func (s *Server) importMappings(ctx context.Context, _ *struct {
	Lang string `query:"lang" enum:"zh,en"`
}) (*struct {
	Body struct {
		Items []MappingBody `json:"items"`
	}
}, error) {
	all, err := s.mappings().List(ctx)
	if err != nil {
		return nil, s.failImport(ctx, err)
	}
	out := &struct {
		Body struct {
			Items []MappingBody `json:"items"`
		}
	}{}
	out.Body.Items = []MappingBody{}
	for _, m := range all {
		out.Body.Items = append(out.Body.Items, mappingBody(m))
	}
	return out, nil
}

type mappingOutput struct{ Body MappingBody }

func (s *Server) importMapping(ctx context.Context, in *MappingParam) (*mappingOutput, error) {
	m, err := s.mappings().Named(ctx, in.Name)
	if err != nil {
		return nil, s.failImport(ctx, err)
	}
	return &mappingOutput{mappingBody(m)}, nil
}

type mappingInput struct {
	MappingParam
	Body struct {
		As     importers.Kind    `json:"as" enum:"places,divisions,shelters,officers,policies"`
		Fields importers.Mapping `json:"fields"`
	}
}

func (s *Server) saveMapping(ctx context.Context, in *mappingInput) (*mappingOutput, error) {
	m := importers.SavedMapping{Name: in.Name, As: in.Body.As, Fields: in.Body.Fields}
	if err := s.mayWriteMapping(ctx, in.Name, m.As); err != nil {
		return nil, err
	}
	if err := s.mappings().Save(ctx, s.principalOf(ctx).Account.ID, m); err != nil {
		return nil, s.failImport(ctx, err)
	}
	return s.importMapping(ctx, &in.MappingParam)
}

// mayWriteMapping refuses to write a mapping of a kind that the asker may import
// nowhere, or to write it over one of such a kind.
func (s *Server) mayWriteMapping(ctx context.Context, name string, as importers.Kind) error {
	if err := s.mayTake(ctx, as); err != nil {
		return err
	}
	held, err := s.mappings().Named(ctx, name)
	switch {
	case errors.Is(err, importers.ErrNoMapping):
		return nil
	case err != nil:
		return s.failImport(ctx, err)
	}
	return s.mayTake(ctx, held.As)
}

func (s *Server) deleteMapping(ctx context.Context, in *MappingParam) (*struct{}, error) {
	if err := s.mayWriteMapping(ctx, in.Name, ""); err != nil {
		return nil, err
	}
	if err := s.mappings().Delete(ctx, s.principalOf(ctx).Account.ID, in.Name); err != nil {
		return nil, s.failImport(ctx, err)
	}
	return nil, nil
}
