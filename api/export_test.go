package api

// Made gives the routes that Handler registered.
func (s *Server) Made() []Route { return s.made }
