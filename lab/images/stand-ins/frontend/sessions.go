package frontend

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	sessionCookie = "md.sid"
	loginCookie   = "logged_in"
	sessionTime   = 24 * time.Hour
	loginTime     = time.Hour
)

// Session says who a browser belongs to.
type Session struct {
	ID         string `json:"-"`
	CustomerID string `json:"customerId,omitempty"`
}

// Store keeps sessions by id.
type Store interface {
	Load(ctx context.Context, id string) (Session, bool, error)
	Save(ctx context.Context, session Session) error
}

type sessions struct{ store Store }

// of finds the browser's session, or begins one. Only paths that need a session ask, so that pages and catalogue work
// without session-db (the real front-end begins one with the first request of any kind).
func (s sessions) of(w http.ResponseWriter, r *http.Request) (Session, error) {
	if cookie, err := r.Cookie(sessionCookie); err == nil {
		if found, there, err := s.store.Load(r.Context(), cookie.Value); there || err != nil {
			return found, err
		}
	}
	fresh := Session{ID: rand.Text()}
	if err := s.store.Save(r.Context(), fresh); err != nil {
		return fresh, err
	}
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Value: fresh.ID, Path: "/", HttpOnly: true})
	return fresh, nil
}

// logIn ties the session to a customer and tells the page by a cookie that it can read.
func (s sessions) logIn(w http.ResponseWriter, r *http.Request, session Session, customer string) error {
	session.CustomerID = customer
	if err := s.store.Save(r.Context(), session); err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{Name: loginCookie, Value: session.ID, Path: "/", MaxAge: int(loginTime.Seconds())})
	return nil
}

// loggedIn: a page logs out by dropping the cookie.
func loggedIn(r *http.Request, session Session) bool {
	cookie, err := r.Cookie(loginCookie)
	return err == nil && cookie.Value != "" && session.CustomerID != ""
}

// owner is whose cart and data a request is about: the customer, or the session of somebody not logged in.
func owner(r *http.Request, session Session) string {
	if loggedIn(r, session) {
		return session.CustomerID
	}
	return session.ID
}

// NewMemoryStore keeps sessions in this process alone.
func NewMemoryStore() Store {
	return &memoryStore{sessions: map[string]Session{}}
}

type memoryStore struct {
	mutex    sync.Mutex
	sessions map[string]Session
}

func (m *memoryStore) Load(_ context.Context, id string) (Session, bool, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	found, there := m.sessions[id]
	return found, there, nil
}

func (m *memoryStore) Save(_ context.Context, session Session) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.sessions[session.ID] = session
	return nil
}

// storeTime bounds one look at session-db, its retries included.
const storeTime = 2 * time.Second

// NewRedisStore keeps sessions at an address where every front-end finds them, whichever version it is.
func NewRedisStore(address string) Store {
	return redisStore{redis.NewClient(&redis.Options{
		Addr: address,
		// A visitor waits: whoever dials is the client's own retry, not a second one below it.
		DialerRetries:         1,
		ContextTimeoutEnabled: true,
	})}
}

type redisStore struct{ client *redis.Client }

func (s redisStore) Load(ctx context.Context, id string) (Session, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, storeTime)
	defer cancel()
	text, err := s.client.Get(ctx, "sess:"+id).Bytes()
	if errors.Is(err, redis.Nil) {
		return Session{}, false, nil
	}
	session := Session{ID: id}
	if err == nil {
		err = json.Unmarshal(text, &session)
	}
	return session, err == nil, bySessionDB(err)
}

func (s redisStore) Save(ctx context.Context, session Session) error {
	text, err := json.Marshal(session)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, storeTime)
	defer cancel()
	return bySessionDB(s.client.Set(ctx, "sess:"+session.ID, text, sessionTime).Err())
}

// bySessionDB says whose fault it was: a sidecar that reaches nobody ends the connection, and "EOF" alone tells nothing.
func bySessionDB(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("session-db: %w", err)
}
